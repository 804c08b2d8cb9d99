package config

// The raw types are site.toml as written. Pointers tell "not given" from a zero.
type rawFile struct {
	Site     rawSite     `toml:"site"`
	Groups   rawGroups   `toml:"groups"`
	Playbook rawPlaybook `toml:"playbook"`
	Policies []rawPolicy `toml:"policy"`
	Publish  rawPublish  `toml:"publish"`
	Sources  []rawSource `toml:"source"`

	Corrections []rawCorrection `toml:"correction"`
}

type rawSite struct {
	Name                   string    `toml:"name"`
	BaseURL                string    `toml:"base_url"`
	Timezone               *Zone     `toml:"timezone"`
	AsOf                   AsOf      `toml:"as_of"`
	HistoryMonths          *int      `toml:"history_months"`
	PageMonths             *int      `toml:"page_months"`
	ProductionEnvironments []string  `toml:"production_environments"`
	IncidentWindow         *Duration `toml:"incident_window"`
	MainBranches           []string  `toml:"main_branches"`
	DefectTypes            []string  `toml:"defect_types"`
	Visibility             *string   `toml:"visibility"`
	Content                string    `toml:"content"`
	Templates              string    `toml:"templates"`
	Assets                 string    `toml:"assets"`
}

type rawGroups struct {
	People       *int `toml:"people"`
	SurveyPeople *int `toml:"survey_people"`
	Units        *int `toml:"units"`
}

type rawPlaybook struct {
	Stage *int           `toml:"stage"`
	Teams map[string]int `toml:"teams"`
}

type rawPublish struct {
	CloseLagDays *int     `toml:"close_lag_days"`
	DueDays      *int     `toml:"due_days"`
	Show         []string `toml:"show"`
	Canaries     []string `toml:"canaries"`
	CanaryFile   string   `toml:"canary_file"`
	Allowed      []string `toml:"allowed"`
}

type rawCorrection struct {
	Metric string `toml:"metric"`
	From   string `toml:"from"`
	To     string `toml:"to"`
	Reason string `toml:"reason"`
}

type rawSource struct {
	Table       string                       `toml:"table"`
	Files       string                       `toml:"files"`
	Format      string                       `toml:"format"`
	Delimiter   string                       `toml:"delimiter"`
	Encoding    string                       `toml:"encoding"`
	Timezone    *Zone                        `toml:"timezone"`
	TimeFormat  string                       `toml:"time_format"`
	MaxRejected *Share                       `toml:"max_rejected"`
	Cadence     *Cadence                     `toml:"cadence"`
	WarnAfter   *Duration                    `toml:"warn_after"`
	FailAfter   *Duration                    `toml:"fail_after"`
	Columns     map[string]string            `toml:"columns"`
	Values      map[string]map[string]scalar `toml:"values"`
	Constants   map[string]scalar            `toml:"constants"`
}

type rawPolicy struct {
	Name   string    `toml:"name"`
	Source string    `toml:"source"`
	From   AsOf      `toml:"from"`
	Assume rawFacts  `toml:"assume"`
	Rules  []rawRule `toml:"rule"`
}

type rawRule struct {
	When          rawWhen `toml:"when"`
	Days          *int    `toml:"days"`
	AtNextUpgrade *bool   `toml:"at_next_upgrade"`
}

type rawFacts struct {
	KEV         *bool   `toml:"kev"`
	Exposed     *bool   `toml:"exposed"`
	Automatable *bool   `toml:"automatable"`
	Impact      *string `toml:"impact"`
}

type rawWhen struct {
	rawFacts
	Severity any `toml:"severity"` // one, or a list
}
