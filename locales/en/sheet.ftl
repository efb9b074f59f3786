# Worksheets: what stands around the questions, for clients and on paper.

sheet-add-row = Add a row
sheet-remove-row = Remove
sheet-up = Up
sheet-down = Down
sheet-row = row
sheet-choose = choose
sheet-nothing-said = no answer
sheet-for-example = For example:
sheet-leads-to = leads to
sheet-nothing-to-pick = There is nothing to choose from yet.
sheet-number = { $value } (from { $low } to { $high })
sheet-wants-number = a whole number from { $low } to { $high }
sheet-wants-day = a date, such as 2026-05-14
sheet-wants-time = a time, such as 14:30
sheet-wants-offered = one of what is offered
sheet-wants-shorter = at most { $most } letters
sheet-wants-fewer = at most { $most } rows

moment-title = Something happened
moment-what-for = Note a moment that stayed with you. You can look at it together later, from more than one side.
moment-words = What happened?
moment-hint = As a film would show it. A few words are enough.
moment-when = When?
moment-who-reads = Your therapist can read it, often not before you meet. If you need somebody now, help is below.
moment-named = What you noted
moment-nothing-written = Please write a few words about what happened.
moment-wants-day = Please give a day that has come already. What you wrote is still here.
