"""The outer layer of the service: who may go where, how often, with how large a body, and which headers come back."""

from app.guard.asgi import App, Message, Receive, Scope, Send
from app.guard.call import REQUEST_ID
from app.guard.configured import guarded
from app.guard.guard import Denied, Guard, Observe

__all__ = ["REQUEST_ID", "App", "Denied", "Guard", "Message", "Observe", "Receive", "Scope", "Send", "guarded"]
