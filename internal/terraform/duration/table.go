// Package duration says of a plan which of its changes are slow by nature, and how
// long they take one after the other.
package duration

import "time"

// slow is what AWS, or another vendor, takes to make a resource.
type slow struct {
	// what it is, for people.
	what string
	// usual is how long it takes as a rule, to the minute above; most is how long
	// the provider waits for what may take much longer, and zero elsewhere.
	usual, most time.Duration
	// source is where the time is from: logs of applies that people published,
	// each with the second, and what the vendors say.
	source string
}

// table has the types that take a minute or more. Nobody at AWS promises a time, so
// what is measured in other people's applies stands for it.
var table = map[string]slow{
	// The CDK waited for 5 minutes, which was too short at times, and waits for 9 since.
	"aws_acm_certificate_validation": {"certificate to be issued", 5 * time.Minute, 75 * time.Minute,
		"https://github.com/aws/aws-cdk/commit/5b5ca48"},
	// 3m4s; 2m42s in https://github.com/bshehram/myservice-devops-aws-tf.
	"aws_lb": {"load balancer", 3 * time.Minute, 0,
		"https://github.com/DavidGPowers/epcvip-devops-assessment/blob/ee90a567470d5785816e443992317d0a27724bc2/OUTPUT_TERRAFORM_APPLY.md"},
	// 1m34s to 1m54s; 1m45s in the log of the load balancer.
	"aws_nat_gateway": {"NAT gateway", 2 * time.Minute, 0,
		"https://github.com/bshehram/devops-aws-tf/blob/e1bbd4f635267650c242357c78bb81289b5c87ff/SAMPLE_TF_APPLY.md"},
	// 35 to 57 seconds, until all of Amazon Route 53's servers know it.
	"aws_route53_record": {"DNS record", time.Minute, 0,
		"https://github.com/bshehram/myservice-devops-aws-tf/blob/2092cdec792d376822fcbf5d8d0ea4f7394286a9/SAMPLE_TF_APPLY.md"},
	// 70 seconds, with its end.
	"aws_service_discovery_private_dns_namespace": {"private DNS namespace", 2 * time.Minute, 0,
		"https://github.com/hashicorp/terraform-provider-aws/pull/2589"},
	// A few minutes, says who makes the provider.
	"supabase_project": {"Supabase project", 3 * time.Minute, 0,
		"https://github.com/supabase/terraform-provider-supabase/issues/71"},
}
