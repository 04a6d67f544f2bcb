"""Does a sentence say what a claim says?"""
