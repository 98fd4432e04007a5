"""Pure rules of what becomes public: masked names, the screen for humans, the frozen text, the last day."""
