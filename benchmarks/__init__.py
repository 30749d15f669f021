"""How fast the library trains, beside other libraries on the same machine."""
