"""Hold our server beside others on this machine: `make bench`. Not part of the package."""
