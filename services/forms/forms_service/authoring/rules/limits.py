"""How large a draft may be, and how much of drafts and their faults is shown at once."""

# Bytes of its JSON: far above any instrument (SPKP-SPAK in four languages: 60 kB) and below what a
# page can carry.
LARGEST_DRAFT = 200_000
# Bytes of a request that brings one.
LARGEST_BODY = 250_000
# Signs of the code of an instrument, and of one that is typed on the overview.
LONGEST_CODE, LONGEST_TYPED_CODE = 60, 40
# Faults that the page of a draft lists; the others are counted.
FAULTS_ON_A_PAGE = 20
# Faults that a draft is refused with when it shall go to review or out.
FAULTS_OF_A_REFUSAL = 50
# Drafts in work on the overview, and steps of one draft on its page; both newest first.
DRAFTS_SHOWN, STEPS_SHOWN = 100, 50
# Places named of a text that is no questionnaire at all.
MISFITS_TOLD = 5
