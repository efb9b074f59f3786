# What the pictures write themselves: those of a letter, of the book of the therapy, and in the client's space.

figure-table = The same as a table
figure-date = Date
figure-what = What
figure-value = Value
figure-detail = Detail
figure-measured = measured
figure-threshold = threshold
figure-band-from = band from
figure-better = better than at first, by more than measurement error
figure-worse = worse than at first, by more than measurement error
figure-more-in-table = more in the table
figure-nothing-measured = nothing measured yet
figure-domain = Domain
figure-now = now
figure-then = then
figure-in-words = In words
figure-factor = Factor
figure-effect = Effect
figure-goes-with-more = goes with more
figure-goes-with-less = goes with less
figure-on-factor = Of
figure-strength = Strength (0 to 1)
figure-whose-view = Whose view
figure-both-think = both of us
figure-one-thinks = only one of us
figure-loops = Loops
figure-no-influence = no influence drawn
figure-no-factors = no factors yet

# Twelve months and seven days, short, with spaces between them; a day with the mark that follows it before a date.
figure-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
figure-weekdays = Mon Tue Wed Thu Fri Sat Sun
figure-day = { $day } { $month }

# What a picture is called and what stands in it.
figure-over-time = { $measure } over time
figure-whole-person = The whole person
figure-cut-off = clinical cut-off
figure-no-total = no total, answers are missing
figure-not-asked-before = not asked before
figure-very-hard = very hard
figure-very-well = very well
