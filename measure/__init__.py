"""What threads buy, measured: from the probes to what pages show."""
