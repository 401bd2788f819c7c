"""What builds, checks and renews the site: one module a command of the Makefile."""
