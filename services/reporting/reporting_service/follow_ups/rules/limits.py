"""Limits of follow-ups: lengths of texts, days, files, lists."""

# Signs of a text: the fewest and the most.
PROGRAM = (10, 500)
OWNER = (3, 120)
REASON = (10, 500)
# Months to the due day: the most, and what a form begins with.
MOST_MONTHS, USUAL_MONTHS = 60, 3
# Short is below the first, long above the second (PermenPANRB 14/2017).
SHORT_MONTHS, LONG_MONTHS = 12, 24
# Final periods after which an effect is judged.
JUDGED_AFTER = 3
# Bytes and number of all evidence of one follow-up; signs of a file's name; the whole form.
EVIDENCE, MOST_FILES, LONGEST_NAME = 10 * 1024 * 1024, 20, 100
LARGEST_FORM = EVIDENCE + 64 * 1024
# Lines of a list on a page.
LINES = 50
# Suggested actions of one statement.
SUGGESTIONS = 3
# In the words of a page.
TOLD = {
    "program_least": PROGRAM[0],
    "program_most": PROGRAM[1],
    "owner_least": OWNER[0],
    "owner_most": OWNER[1],
    "reason_least": REASON[0],
    "reason_most": REASON[1],
    "years": MOST_MONTHS // 12,
    "mb": EVIDENCE // (1024 * 1024),
    "files": MOST_FILES,
}
