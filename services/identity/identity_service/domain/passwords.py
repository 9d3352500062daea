"""What a password must be, what a first one looks like, and how many wrong ones are let by."""

# Characters, at least and at most, of one that a person sets.
SHORTEST, LONGEST = 12, 200
# A first one is read from paper and typed once: groups of signs, without those that look alike.
GROUPS, GROUP = 4, 4
ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
# Wrong ones within so many seconds, of one name from one address, and of all names from it: a whole
# office may stand behind one address; trying many names from it is guessing all the same.
SECONDS, TRIES, TRIES_PER_ADDRESS = 300, 10, 100
