"""`make attack-disclosure`: what an attacker reads off results, and what readers lose by it."""
