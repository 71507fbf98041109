"""Questions proposed from articles by their wording, without a language model, for a person to edit."""
