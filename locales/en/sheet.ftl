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
