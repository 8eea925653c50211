"""Training and measuring the topic model (extra ``train``); nothing that reads documents imports this."""
