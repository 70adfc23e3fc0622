"""Units for the schedulers of the operating system: texts, ready to be installed."""
