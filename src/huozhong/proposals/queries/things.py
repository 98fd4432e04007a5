"""The names under which the trail and other rooms know what is kept here."""

KIND = "proposals.proposal"
CALL = "proposals.call"
TIP = "proposals.tip"
CONGRESS = "proposals.congress"  # a paper about how a congress's proposals were handled
