"""What the program is made of: licences of all bundled parts, a bill of materials, and what is known against them."""
