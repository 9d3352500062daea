"""Where posters with a former web address still hang."""
