"""Are the posters seen, and where do those with a former address still hang?"""
