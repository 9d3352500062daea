"""A hung poster or banner, photographed from where visitors sit: can it be read from there?"""
