package compute

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/acmcertificate"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/acmcertificatevalidation"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawsroute53zone"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53zone"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/text"
)

type zone struct {
	id          *string
	nameServers *[]*string
}

// delegationTTL is for how long resolvers keep a delegation, and so ask name
// servers that a zone made anew no longer has: an hour, where Route 53 suggests
// two days for those that never change.
const delegationTTL = 3600

func newZone(m address.Module, d envs.Domain) zone {
	z := hostedZone(m, d)
	for _, to := range d.Delegations {
		route53record.NewRoute53Record(m.Stack, m.ID(to.Zone+"_delegation"), &route53record.Route53RecordConfig{
			ZoneId:  z.id,
			Name:    jsii.String(to.Zone),
			Type:    jsii.String("NS"),
			Ttl:     jsii.Number(delegationTTL),
			Records: jsii.Strings(to.NameServers...),
		})
	}
	return z
}

func hostedZone(m address.Module, d envs.Domain) zone {
	if d.Existing {
		found := dataawsroute53zone.NewDataAwsRoute53Zone(m.Stack, m.ID("zone"), &dataawsroute53zone.DataAwsRoute53ZoneConfig{
			Name: jsii.String(d.Zone),
		})
		return zone{id: found.ZoneId()}
	}
	made := route53zone.NewRoute53Zone(m.Stack, m.ID("zone"), &route53zone.Route53ZoneConfig{
		Name:    jsii.String(d.Zone),
		Comment: jsii.String("Names of the API and the front end"),
	})
	return zone{id: made.ZoneId(), nameServers: made.NameServers()}
}

// validationTTL is short, because the record only matters until ACM has seen it.
const validationTTL = 60

// newCertificate is the certificate of the load balancer's names, once it is
// issued: ACM looks for the records that prove who holds the domain, now and at
// every renewal. Where they are another certificate's too, that one's stack proves
// it for both.
func newCertificate(m address.Module, d envs.Domain, hosts []string, z zone, proves bool) *string {
	config := &acmcertificate.AcmCertificateConfig{
		DomainName:       jsii.String(d.API),
		ValidationMethod: jsii.String("DNS"),
		// A listener holds on to its certificate until it has the next.
		Lifecycle: &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	}
	others := hosts[1:]
	if len(others) > 0 {
		config.SubjectAlternativeNames = jsii.Strings(others...)
	}
	certificate := acmcertificate.NewAcmCertificate(m.Stack, m.ID("certificate"), config)
	validation := &acmcertificatevalidation.AcmCertificateValidationConfig{CertificateArn: certificate.Arn()}
	var records []route53record.Route53Record
	if !d.Validated {
		role, option := "certificate_validation_record", func(of string) *string { return optionOf(m, d.API, of) }
		if len(others) == 0 {
			// One name, one option.
			only := certificate.DomainValidationOptions().Get(jsii.Number(0))
			option = func(of string) *string {
				return map[string]*string{"name": only.ResourceRecordName(), "type": only.ResourceRecordType(), "value": only.ResourceRecordValue()}[of]
			}
		}
		records = append(records, newValidationRecord(m, role, option, z))
	}
	if !proves {
		others = nil
	}
	for _, host := range others {
		records = append(records, newValidationRecord(m, host+"_validation_record", func(of string) *string { return optionOf(m, host, of) }, z))
	}
	if d.Validated {
		// The provider wants the records of all names, or waits without any.
		var after []cdktf.ITerraformDependable
		for _, record := range records {
			after = append(after, record)
		}
		if len(after) > 0 {
			validation.DependsOn = &after
		}
	} else {
		var names []*string
		for _, record := range records {
			names = append(names, record.Fqdn())
		}
		validation.ValidationRecordFqdns = &names
	}
	return acmcertificatevalidation.NewAcmCertificateValidation(m.Stack, m.ID("certificate_validation"), validation).CertificateArn()
}

// newValidationRecord may find the record there: of one name and account, every
// certificate has the same (AWS Certificate Manager User Guide, "DNS
// validation").
func newValidationRecord(m address.Module, role string, option func(of string) *string, z zone) route53record.Route53Record {
	return route53record.NewRoute53Record(m.Stack, m.ID(role), &route53record.Route53RecordConfig{
		ZoneId:         z.id,
		Name:           option("name"),
		Type:           option("type"),
		Ttl:            jsii.Number(validationTTL),
		Records:        &[]*string{option("value")},
		AllowOverwrite: jsii.Bool(true),
	})
}

// optionOf is a part of the record that ACM asks for a name. The options are a
// set: their places change with the names.
func optionOf(m address.Module, name, of string) *string {
	return text.WithReferences(fmt.Sprintf(`${one([for option in aws_acm_certificate.%s.domain_validation_options : option.resource_record_%s if option.domain_name == "%s"])}`,
		*m.ID("certificate"), of, name))
}
