/**
 * An operator's question before a change of prices is made: the proposed events → priced against
 * customers × items, beside what is → a report. Nothing is written anywhere. Tests: {@code
 * WhatIfTest}, {@code WhatIfReportTest}.
 */
@NullMarked
package tradecounter.whatif;

import org.jspecify.annotations.NullMarked;
