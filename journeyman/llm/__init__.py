"""Language models behind one small seam: any OpenAI-compatible endpoint, or a scripted twin."""

from journeyman.llm.client import Message, ModelClient, ModelError
from journeyman.llm.discover import Endpoint, find_endpoint
from journeyman.llm.fake import FakeModel
from journeyman.llm.openai_compatible import OpenAICompatible

__all__ = [
    "Endpoint",
    "FakeModel",
    "Message",
    "ModelClient",
    "ModelError",
    "OpenAICompatible",
    "find_endpoint",
]
