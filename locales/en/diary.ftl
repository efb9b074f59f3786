# The diary, the tasks between sessions and the safety plan, in the client's own space.

diary-mine = My diary
diary-kept = Kept. You can still change it until { $until }.
diary-how-now = How is it now? Asked at { $since }, open until { $until }. You can leave any line out.
diary-number-from = A number from 0, { $low }, to { $highest }, { $high }
diary-else = Anything else
diary-seen-later = Your therapist sees it when they look, often not before you meet. If you need somebody now:
diary-nothing-now = Nothing is asked now.
diary-none = No diary runs at the moment. If you want to watch a few things over some days, you can agree on it together when you meet.
diary-next = It asks next: { $next }.
diary-so-far = How it went so far
diary-answered = You have answered { $answered } of { $asked } times. What you left out is a gap and counts as nothing else.
diary-no-answer-yet = Nothing answered yet.
diary-beside = What you wrote beside it
diary-whole-numbers = Please use whole numbers. Nothing was kept.
diary-off-scale = One of the numbers is not on its scale. Nothing was kept.
diary-nothing-answered = Nothing was answered yet.
diary-too-late = This time has passed, or has not begun. Below is what is open now.
diary-ended = This diary has ended. Thank you for what you gave.
diary-course = { $words }: { $last } of { $highest } on the last day that was answered. { $answers ->
    [one] 1 answer
   *[other] { $answers } answers
} on { $days ->
    [one] 1 day
   *[other] { $days } days
}, asked { $asked } times. Each dot is the mean of a day.
diary-day = { $mean }; { $answers } of { $asked } answered
diary-day-unanswered = not answered, asked { $asked } times
keep-it = Keep it
if-you-like = if you like

tasks-mine = What I wanted to try
tasks-none = Nothing is open. What you agree on in a session stands here until you meet again.
tasks-agreed = agreed { $on }
tasks-you-said = You said:
tasks-take-back = Take this back
tasks-how-far = How far did it get?
tasks-a-word = A word about how it went
tasks-no-grades = There are no grades. Whatever happened is worth talking about. Your therapist sees it before you meet.
tasks-past = Looked at together
tasks-say-how = Say how it went
tasks-done = done
tasks-partly = tried, in part
tasks-not-done = not done

safety-plan = My safety plan
safety-none = There is no safety plan yet. You make it together, when you want one: what helps when it gets hard, step by step.
safety-lede = Begin at the top. If a step does not help enough, go on to the next one.
safety-signs = How I notice that it is starting
safety-own = What I can do by myself
safety-distraction = People and places that take my mind off it
safety-people = Whom I can ask for help
safety-professionals = Professionals I can call
safety-surroundings = How I make the place around me safer
safety-agreed = As you agreed on { $on }.
safety-offline = Nothing of it stays on this device once you leave. For times without a connection: print it, or write down the numbers.
safety-change = You want to change something? Write it down for the next session:
