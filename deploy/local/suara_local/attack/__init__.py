"""`make attack-disclosure`: what an attacker reads off coarse pictures, and what readers lose."""
