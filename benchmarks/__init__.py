"""What builds take, measured on made-up dossiers: `python -m benchmarks --help`. No test reads the figures."""
