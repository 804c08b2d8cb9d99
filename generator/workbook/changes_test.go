package workbook

import "testing"

func TestChanges(t *testing.T) {
	rows := read(t, opened(t, written(t, book())), "Changes")
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	claimed, open, early := rows[0], rows[1], rows[2]
	for name, want := range map[string]string{"Unit id": "=payments", "Compared as": "difference of shares", "Estimate": "-0.062", "Confidence": "0.99", "P": "0.0004", "Claimed": "yes", "Mix": "no", "Neighbours": "", "Reason": ""} {
		if claimed[name] != want {
			t.Errorf("%s is %q, want %q", name, claimed[name], want)
		}
	}
	if open["High"] != "" || open["Low"] != "0.5" || open["Claimed"] != "no" {
		t.Errorf("without an upper end: %v", open)
	}
	if early["Claimed"] != "" || early["Estimate"] != "" || early["Confidence"] != "" || early["Reason"] == "" {
		t.Errorf("too early: %v", early)
	}
}
