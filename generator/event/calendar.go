package event

import (
	"encoding/binary"
)

// parseDay reads 2006-01-02 at the beginning of t, as days since 1970-01-01.
func parseDay(t []byte) (int64, bool) {
	if len(t) < 10 {
		return 0, false
	}
	date, ok := digitsOf(binary.LittleEndian.Uint64(t), dateForm)
	century, year, month, day := two(date), two(date>>16), two(date>>40), pair(t, 8)
	if !ok || month-1 > 11 || day-1 > 30 {
		return 0, false
	}
	if y := century*100 + year - firstYear; y < uint32(len(monthDays)/12) {
		first := monthDays[y*12+month-1]
		return int64(first) + int64(day) - 1, day <= 28 || first+int32(day) <= monthDays[y*12+month]
	}
	y := int64(century)*100 + int64(year)
	return civilDays(y, int64(month), int64(day)), day <= daysIn(y, month)
}

// monthDays is the day on which each month begins, for the years that are of use; looking
// up is faster than civilDays.
var monthDays = func() (days [12*(2107-firstYear) + 1]int32) {
	for i := range days {
		days[i] = int32(civilDays(firstYear+int64(i)/12, int64(i)%12+1, 1))
	}
	return days
}()

const firstYear = 1969

func daysIn(y int64, month uint32) uint32 {
	switch month {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// civilDays counts days from 1970-01-01 in the proleptic Gregorian calendar, with years
// that begin in March so that the leap day is a year's last (Hinnant, "chrono-compatible
// low-level date algorithms", days_from_civil).
func civilDays(y, m, d int64) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := (y + 400) / 400 // years before 0 cannot be written with four digits, except -1 here
	yoe := y + 400 - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	return (era-1)*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468
}

// form8 is a pattern of eight bytes: what stands for digits, and where separators are.
type form8 struct{ zero, separators uint64 }

var (
	clockForm = form8{0x30303a30303a3030, 0x0000ff0000ff0000} // 15:04:05
	dateForm  = form8{0x2d30302d30303030, 0xff0000ff00000000} // 2006-01-
)

// digitsOf takes a form away from eight bytes: what remains is the digits' values, and 0
// for separators. Bytes are compared all at once: 0x76 carries what is above 9 into the
// high bit.
func digitsOf(w uint64, f form8) (uint64, bool) {
	d := w ^ f.zero
	return d, (d+0x76*ones|d)&(0x80*ones) == 0 && d&f.separators == 0
}

// two is the number of the lowest two digits of digitsOf.
func two(d uint64) uint32 { return uint32(d&0xff)*10 + uint32(d>>8&0xff) }

// pair reads two digits; anything else gives more than 99.
func pair(t []byte, i int) uint32 {
	a, b := uint32(t[i]-'0'), uint32(t[i+1]-'0')
	if a > 9 || b > 9 {
		return 1 << 16
	}
	return a*10 + b
}
