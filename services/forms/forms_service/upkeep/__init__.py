"""Commands that keep the service going: close what is over, send every state once more."""
