"""Pure rules of a worker's story: how long it is, and what may be shown under which consents."""
