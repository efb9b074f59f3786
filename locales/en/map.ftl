# The client's own map of what leads to what.

map-mine = My map
map-mine-what = what leads to what, as you see it
map-intro = A map of what troubles you and what leads to what, as you see it. There is no right or wrong.
map-how = First you write down what troubles you. Then you are asked, one thing at a time, what leads to it, and how much. It takes about ten minutes. You can stop at any time: what you have answered is kept.
map-who-sees = Your therapist is not shown your map until you choose to show it.
map-kept = You can stop here. What you have answered so far is kept.
map-things = What troubles you?
map-things-hint = Write up to eight things, each in a few words. It can also be something that helps. Two are enough to begin.
map-thing = Thing { $number }
map-about = What is thing { $number } about?
map-choose = Please choose
map-about-thoughts = what I think
map-about-emotions = what I feel
map-about-behaviours = what I do, or stop doing
map-about-environment = where and how I live
map-about-economic = money or work
map-about-relationships = other people
map-question-of = { $answered } of { $questions } answered
map-what-leads = What leads to “{ $thing }”?
map-what-leads-hint = Mark what makes it stronger or weaker: at most three, those that matter most. Mark nothing if none of them does.
map-how-much = How much does “{ $cause }” lead to “{ $effect }”?
map-not-at-all = not at all
map-a-little = a little
map-somewhat = somewhat
map-a-lot = a lot
map-nearly-always = nearly always
map-which-way = When there is more of “{ $cause }”, what happens to “{ $effect }”?
map-gets-more = it gets more
map-gets-less = it gets less
map-finished = This is your map
map-summary = { $things ->
    [one] 1 thing
   *[other] { $things } things
}, { $arrows ->
    [one] 1 arrow
   *[other] { $arrows } arrows
}.
map-leads-to-more = “{ $cause }” leads to more “{ $effect }”: { $how }.
map-leads-to-less = “{ $cause }” leads to less “{ $effect }”: { $how }.
map-no-arrows = Nothing on your map leads to anything else.
map-show = Show my map to my therapist
map-shown = You showed this map on { $when }. You can go on changing it; they see a change only when you show it again.
map-shown-earlier = You showed an earlier map on { $when }. They see that one until you show this one.
map-change = Change something
map-change-things = Change the things on it
map-again = Answer again what leads to “{ $thing }”
map-joint = The map you make together
map-joint-what = { $who } made this out of your map and theirs, { $when }. Is it yours too?
map-need-two = Please write down at least two things.
map-need-about = Please choose for each line what it is about.
map-need-words = Please write a few words.
map-need-both = Please choose how much, and which way.
map-at-most-three = Please mark at most three.
map-at-most-eight = Please write at most eight things.
map-too-long = That is too long. Please use fewer words.
map-twice = Two lines say the same. Please change one of them.
map-open-questions = A question is still open. Here it is.
map-changed = This has changed meanwhile. Below is how it is now.
