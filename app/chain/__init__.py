"""The retrieval chain, and what can be asked of it."""

from app.chain.chain import RegulationChain
from app.chain.parts import Assistant, Event, Options, Recorder, State, Task
from app.chain.request import AskError, AskRequest, Turn, tidy

__all__ = [
    "AskError",
    "AskRequest",
    "Assistant",
    "Event",
    "Options",
    "Recorder",
    "RegulationChain",
    "State",
    "Task",
    "Turn",
    "tidy",
]
