# What is drafted into a letter, and what stands at its foot.

letter-score = { $measure }: { $value } on { $on }, on a scale from { $low } to { $high }.
letter-band = Published band: { $band }.
letter-since = At the beginning, on { $on }, it was { $value }.
letter-better = That is { $points } points in the good direction, more than measurement error ({ $threshold } points or more would be).
letter-worse = That is { $points } points in the bad direction, more than measurement error ({ $threshold } points or more would be).
letter-within = That is a difference of { $points } points, which can be measurement error ({ $threshold } points or more would be more).
letter-no-rule = That is a difference of { $points } points; no rule with a source says whether it is more than measurement error.
letter-rule = Rule: { $source }.
letter-once = A single score says nothing about change.
letter-own-scale = This short scale is not validated and compares a person only with themselves.
letter-met = { $times ->
    [one] We met once, on { $first }.
   *[other] We met { $times } times, from { $first } to { $last }.
}
letter-person = On { $on }, from 0 (very hard) to 10 (very well): { $list }. This check-in is not a validated scale.
letter-map = What we drew together as keeping it going: { $factors } things and { $arrows } influences between them.
letter-together = Agreed plan, version { $number }, of { $on }. We look at it again on { $again }.
letter-about = { $client }, born { $born }
letter-page = page { $page } of { $pages }
letter-unknown = (not known)
