-- What a person has besides the name. One value that many have tells little, so each has its bits.
with
    people as (select * from {{ ref('people') }}),

    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    employers as (select * from {{ ref('audit_identity__employers') }}),

    free_mail_domains as (select * from {{ ref('free_mail_domains') }}),

    site_builder_domains as (select * from {{ ref('site_builder_domains') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    shared_domains as (
        select domain
        from free_mail_domains
        union
        select domain
        from site_builder_domains
    ),

    cities as (
        select people.city, {{ normalise_text('people.city') }} as folded_city
        from people
        left join placeholders on lower(trim(people.city)) = placeholders.placeholder
        where people.city is not null and placeholders.placeholder is null
        group by people.city
    ),

    numbers as (
        select person_key, {{ phone_national('phone') }} as digits, false as is_mobile
        from people
        where phone is not null
        union all
        select person_key, {{ phone_national('mobile_phone') }} as digits, true as is_mobile
        from people
        where mobile_phone is not null
        union all
        select person_key, {{ phone_national('other_phone') }} as digits, false as is_mobile
        from people
        where other_phone is not null
    ),

    written as (
        select person_key, 'phone' as kind, digits as attribute
        from numbers
        where digits is not null and not ({{ is_filler_number('digits') }})
        union all
        select person_key, 'mobile' as kind, digits as attribute
        from numbers
        where is_mobile and digits is not null and not ({{ is_filler_number('digits') }})
        union all
        select person_key, 'employer' as kind, company_domain as attribute
        from people
        where company_domain is not null
        union all
        select
            people.person_key,
            'employer' as kind,
            {{ web_domain('people.email_domain') }} as attribute
        from people
        left join shared_domains on {{ web_domain('people.email_domain') }} = shared_domains.domain
        where
            people.email_domain is not null
            and shared_domains.domain is null
            and people.company_domain is distinct from {{ web_domain('people.email_domain') }}
        union all
        select people.person_key, 'employer' as kind, employers.employer as attribute
        from people
        inner join employers on people.company_name = employers.company_name
        where people.company_domain is distinct from employers.employer
        union all
        select people.person_key, 'city' as kind, cities.folded_city as attribute
        from people
        inner join cities on people.city = cities.city
        union all
        select
            people.person_key,
            'postcode' as kind,
            lower(trim(people.postal_code)) || ' ' || cities.folded_city as attribute
        from people
        inner join cities on people.city = cities.city
        where people.postal_code is not null
        union all
        select person_key, 'mailbox' as kind, split_part(email_normalised, '@', 1) as attribute
        from records
        where
            email_normalised is not null
            and not is_shared_address
            and length(split_part(email_normalised, '@', 1)) > 4
    ),

    owned as (
        select records.identity_key, written.kind, written.attribute
        from written
        inner join records on written.person_key = records.person_key
        where written.attribute is not null
        group by records.identity_key, written.kind, written.attribute
    ),

    totals as (select greatest(count(distinct identity_key), 2) as identities from records),

    counted as (select kind, attribute, count(*) as identities from owned group by kind, attribute),

    final as (
        select
            owned.identity_key,
            owned.kind,
            owned.attribute,
            cast(counted.identities as bigint) as identities,
            {{ rarity_bits('counted.identities', 'totals.identities') }} as bits
        from owned
        cross join totals
        inner join counted on owned.kind = counted.kind and owned.attribute = counted.attribute
    )

select *
from final
