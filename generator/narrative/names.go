package narrative

import "strings"

// partNames are parts whose ids would be read wrongly with their underscores taken out.
var partNames = map[string]string{
	"fixed_verified": "fixed, verified", "fixed_unverified": "fixed, not verified", "unknown_origin": "of unknown origin",
	"newly_visible": "newly visible", "dast": "DAST", "sast": "SAST", "sca": "SCA", "iac": "IaC",
	"absent": "no evidence at all", "stale": "evidence out of date", "unknown": "not known", "cancel": "cancelled",
	"as_exported": "the export", "by_policy": "the policy",
	"until_merged_at": "until merge", "from_merged_at": "from merge on", "skip": "skipped",
}

// PartName is a part as people read it: ids of ours are written with underscores.
func PartName(part string) string {
	if name := partNames[part]; name != "" {
		return name
	}
	if instant, ok := strings.CutPrefix(part, "until_"); ok {
		return "until " + strings.ReplaceAll(strings.TrimSuffix(instant, "_at"), "_", " ")
	}
	return strings.ReplaceAll(part, "_", " ")
}
