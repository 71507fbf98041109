"""The retrieval chain, and what can be asked of it."""

from app.chain.chain import RegulationChain
from app.chain.hangup import HangUp
from app.chain.parts import Assistant, Condense, Event, Improve, Options, Recorder, Search, State, Task
from app.chain.request import MODES, AskError, AskRequest, Turn, tidy

__all__ = [
    "MODES",
    "AskError",
    "AskRequest",
    "Assistant",
    "Condense",
    "Event",
    "HangUp",
    "Improve",
    "Options",
    "Recorder",
    "RegulationChain",
    "Search",
    "State",
    "Task",
    "Turn",
    "tidy",
]
