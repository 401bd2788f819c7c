name = "installed"
