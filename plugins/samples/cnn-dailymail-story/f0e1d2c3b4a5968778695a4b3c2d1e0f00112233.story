By

.

Tomas Reede

.

PUBLISHED:

.

12:05 EST, 4 November 2012

.

|

.

UPDATED:

.

14:15 BST, 5 November 2012

.

Three islands will have a ferry all winter, the council said.

It carries forty people, and no cars: Reede’s own crossing took an hour.

@highlight

Ferry runs all winter

@highlight

It takes no cars

