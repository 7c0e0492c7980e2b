package compute

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/acmcertificate"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/acmcertificatevalidation"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawsroute53zone"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53zone"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
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

// newCertificate is the API's certificate, once it is issued: ACM looks for the
// record that proves who holds the domain, now and at every renewal.
func newCertificate(m address.Module, d envs.Domain, z zone) *string {
	certificate := acmcertificate.NewAcmCertificate(m.Stack, m.ID("certificate"), &acmcertificate.AcmCertificateConfig{
		DomainName:       jsii.String(d.API),
		ValidationMethod: jsii.String("DNS"),
		// A listener holds on to its certificate until it has the next.
		Lifecycle: &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
	validation := &acmcertificatevalidation.AcmCertificateValidationConfig{CertificateArn: certificate.Arn()}
	if !d.Validated {
		validation.ValidationRecordFqdns = &[]*string{newValidationRecord(m, certificate, z)}
	}
	return acmcertificatevalidation.NewAcmCertificateValidation(m.Stack, m.ID("certificate_validation"), validation).CertificateArn()
}

// newValidationRecord may find the record there: of one name and account, every
// certificate has the same (AWS Certificate Manager User Guide, "DNS
// validation").
func newValidationRecord(m address.Module, certificate acmcertificate.AcmCertificate, z zone) *string {
	// One name, one option.
	option := certificate.DomainValidationOptions().Get(jsii.Number(0))
	return route53record.NewRoute53Record(m.Stack, m.ID("certificate_validation_record"), &route53record.Route53RecordConfig{
		ZoneId:         z.id,
		Name:           option.ResourceRecordName(),
		Type:           option.ResourceRecordType(),
		Ttl:            jsii.Number(validationTTL),
		Records:        &[]*string{option.ResourceRecordValue()},
		AllowOverwrite: jsii.Bool(true),
	}).Fqdn()
}
