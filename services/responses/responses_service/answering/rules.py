"""What the form asks and shows by a decision of ours, whatever the questionnaire says."""

from datetime import timedelta

# A visitor gets the main questionnaire without a choice; the other may follow its thanks.
MAIN, FOLLOWS = "SPKP-SPAK", "IKM"
# So many services stand as buttons; more are a list to choose from.
MOST_BUTTONS = 7
# How long ago the service was, by button (`when_0` in `shared/words.yaml`); any other day is typed.
AGO = {"0": timedelta(0), "1": timedelta(days=1)}
WHEN = (*AGO, "other")
# Until the thanks give way to the next person at a kiosk, where no script counts them; with a
# script `shared/assets/modules/kiosk.js` does.
THANKS_SECONDS = 8
