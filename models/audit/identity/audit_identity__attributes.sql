-- What a person has besides the name. One value that many have tells little, so each has its bits.
-- A value that two identities share has a number. Of other values only the kind counts.
{%- set numbers = {'phone': 'phone', 'mobile_phone': 'mobile', 'other_phone': 'phone'} %}
with
    people as (select * from {{ ref('people') }}),

    records as (select * from {{ ref('audit_identity__records') }}),

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

    domains as (
        select
            people.email_domain,
            case
                when shared_domains.domain is null then {{ web_domain('people.email_domain') }}
            end as employer
        from (select distinct email_domain from people where email_domain is not null) as people
        left join shared_domains on {{ web_domain('people.email_domain') }} = shared_domains.domain
    ),

    cities as (
        select people.city, {{ normalise_text('people.city') }} as folded_city
        from people
        left join placeholders on lower(trim(people.city)) = placeholders.placeholder
        where people.city is not null and placeholders.placeholder is null
        group by people.city
    ),

    described as (
        select
            records.identity_number,
            {%- for column in numbers %}
                {{ phone_national('people.' ~ column) }} as {{ column }},
            {%- endfor %}
            people.company_domain,
            domains.employer as email_employer,
            employers.employer as spelled_employer,
            cities.folded_city as city,
            lower(trim(people.postal_code)) || ' ' || cities.folded_city as postcode,
            case
                when
                    not records.is_shared_address
                    and length(split_part(records.email_normalised, '@', 1)) > 4
                then split_part(records.email_normalised, '@', 1)
            end as mailbox
        from people
        inner join records on people.person_key = records.person_key
        left join domains on people.email_domain = domains.email_domain
        left join employers on people.company_name = employers.company_name
        left join cities on people.city = cities.city
    ),

    written as (
        {%- for column in numbers %}
            select identity_number, 'phone' as kind, {{ column }} as attribute
            from described
            where {{ column }} is not null and not ({{ is_filler_number(column) }})
            union all
        {%- endfor %}
        select identity_number, 'mobile' as kind, mobile_phone as attribute
        from described
        where mobile_phone is not null and not ({{ is_filler_number('mobile_phone') }})
        union all
        select identity_number, 'employer' as kind, company_domain as attribute
        from described
        where company_domain is not null
        union all
        select identity_number, 'employer' as kind, email_employer as attribute
        from described
        where email_employer is not null and company_domain is distinct from email_employer
        union all
        select identity_number, 'employer' as kind, spelled_employer as attribute
        from described
        where spelled_employer is not null and company_domain is distinct from spelled_employer
        {%- for kind in ['city', 'postcode', 'mailbox'] %}
            union all
            select identity_number, '{{ kind }}' as kind, {{ kind }} as attribute
            from described
            where {{ kind }} is not null
        {%- endfor %}
    ),

    totals as (
        select greatest(count(*), 2) as identities
        from records
        where record_number = identity_number
    ),

    shared as (
        select
            kind,
            attribute,
            min(identity_number) as first_identity_number,
            cast(row_number() over (order by kind, attribute) as bigint) as attribute_number
        from written
        group by kind, attribute
        having min(identity_number) <> max(identity_number)
    ),

    owned as (
        select written.identity_number, written.kind, shared.attribute_number
        from written
        left join shared on written.kind = shared.kind and written.attribute = shared.attribute
        where shared.attribute_number is not null or written.kind not in ('postcode', 'mailbox')
        group by written.identity_number, written.kind, shared.attribute_number
    ),

    counted as (
        select
            owned.attribute_number, {{ rarity_bits('count(*)', 'max(totals.identities)') }} as bits
        from owned
        cross join totals
        where owned.attribute_number is not null
        group by owned.attribute_number
    ),

    measured as (
        select
            counted.attribute_number, counted.bits, shared.attribute, shared.first_identity_number
        from counted
        inner join shared on counted.attribute_number = shared.attribute_number
    ),

    final as (
        select
            owned.identity_number,
            owned.kind,
            owned.attribute_number,
            -- Once per value, because only people read it.
            case
                when owned.identity_number = measured.first_identity_number then measured.attribute
            end as attribute,
            measured.bits
        from owned
        left join measured on owned.attribute_number = measured.attribute_number
    )

select *
from final
