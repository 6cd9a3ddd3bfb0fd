-- To whom the invoice of a deal is made out: to the customer of the deal, or to the partner that is
-- billed instead. Ids are looked up on their side, so that an id and a name can be compared. Where
-- most deals have the very id of the payer, the ids are those of finance: that of a deal is looked
-- up there, too.
with
    handoffs as (
        select * from {{ ref('declared_handoffs') }} where customer_source_header is not null
    ),

    -- A record that is not due belongs to another handoff, or to none.
    pairs as (
        select *
        from {{ ref('audit_matching__pairs') }}
        -- null means nobody knows whether it is due.
        where not is_superseded and coalesce(is_due, true)
    ),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    companies as (select * from {{ ref('companies') }}),

    people as (select * from {{ ref('people') }}),

    invoices as (select * from {{ ref('invoices') }}),

    legal_forms as (select * from {{ ref('legal_forms') }}),

    paired as (
        select
            pairs.handoff_id,
            pairs.source_record_key,
            pairs.target_record_key,
            handoffs.from_system,
            handoffs.to_system,
            handoffs.customer_source_header,
            handoffs.customer_target_header,
            handoffs.customer_source_position,
            handoffs.customer_target_position,
            {{ clean_value(value_at('sources.column_values', 'handoffs.customer_source_position')) }}
            as customer_text,
            {{ clean_value(value_at('sources.column_values', 'handoffs.billed_to_position')) }}
            as partner_text,
            {{ clean_value(value_at('targets.column_values', 'handoffs.customer_target_position')) }}
            as target_text,
            {{ email_address('invoices.customer_email') }} as invoice_email
        from pairs
        inner join handoffs on pairs.handoff_id = handoffs.handoff_id
        inner join record_values as sources on pairs.source_record_key = sources.entity_key
        inner join record_values as targets on pairs.target_record_key = targets.entity_key
        left join invoices on pairs.target_record_key = invoices.invoice_key
        -- null means no export has the status: the invoice counts.
        where coalesce(invoices.status, 'open') not in ('void', 'deleted', 'draft')
    ),

    named as (
        select
            paired.*,
            coalesce(partner_text, customer_text) as source_text,
            handoff_id || '/' || source_record_key || '/' || target_record_key as pair_key
        from paired
    ),

    -- Handoffs whose deals have the customer's id in finance.
    common_ids as (
        select handoff_id
        from named
        where source_text is not null and target_text is not null
        group by handoff_id
        having
            count_if({{ comparable_id('source_text') }} = {{ comparable_id('target_text') }}) * 100
            > count(*) * {{ audit_limit('common_customer_ids_percent') }}
    ),

    looked_up as (
        select pair_key, 'source' as side, from_system as system, source_text as id_text
        from named
        union
        select
            named.pair_key,
            'source' as side,
            named.to_system as system,
            named.source_text as id_text
        from named
        inner join common_ids on named.handoff_id = common_ids.handoff_id
        union
        select pair_key, 'target' as side, to_system as system, target_text as id_text
        from named
    ),

    -- The records that the texts are ids of.
    found_companies as (
        select distinct
            looked_up.pair_key, looked_up.side, companies.company_key, companies.parent_company_key
        from looked_up
        inner join
            companies
            on looked_up.system = companies.system
            and {{ comparable_id('looked_up.id_text') }}
            = {{ comparable_id('companies.record_id') }}
    ),

    found_people as (
        select distinct looked_up.pair_key, looked_up.side, people.person_key
        from looked_up
        inner join
            people
            on looked_up.system = people.system
            and {{ comparable_id('looked_up.id_text') }} = {{ comparable_id('people.record_id') }}
    ),

    -- A payer who is a person works for the company that the CRM has for the address.
    payer_emails as (
        select pair_key, invoice_email as email
        from named
        where invoice_email is not null
        union
        select found_people.pair_key, people.email_normalised as email
        from found_people
        inner join people on found_people.person_key = people.person_key
        where found_people.side = 'target' and people.email_normalised is not null
    ),

    employers as (
        select payer_emails.pair_key, people.company_name, people.company_key
        from payer_emails
        inner join named on payer_emails.pair_key = named.pair_key
        inner join
            people
            on named.from_system = people.system
            and payer_emails.email = people.email_normalised
    ),

    name_texts as (
        select pair_key, 'source' as side, source_text as name, 'text' as basis
        from named
        union
        select pair_key, 'target' as side, target_text as name, 'text' as basis
        from named
        union
        select found_companies.pair_key, found_companies.side, companies.name, 'company' as basis
        from found_companies
        inner join companies on found_companies.company_key = companies.company_key
        union
        select found_companies.pair_key, found_companies.side, companies.name, 'parent' as basis
        from found_companies
        inner join companies on found_companies.parent_company_key = companies.company_key
        union
        select found_people.pair_key, found_people.side, people.company_name, 'company' as basis
        from found_people
        inner join people on found_people.person_key = people.person_key
        union
        select found_people.pair_key, found_people.side, people.full_name, 'person' as basis
        from found_people
        inner join people on found_people.person_key = people.person_key
        union
        select pair_key, 'target' as side, company_name as name, 'employer' as basis
        from employers
        union
        select employers.pair_key, 'target' as side, companies.name, 'employer' as basis
        from employers
        inner join companies on employers.company_key = companies.company_key
    ),

    folded_0 as (
        select pair_key, side, basis, name, {{ company_words('name') }} as words_0
        from name_texts
        where name is not null
    ),

    {{ without_legal_forms('folded') }},

    -- A text that was found as an id, or looks like one, is no name.
    resolved as (
        select pair_key, side
        from found_companies
        union
        select pair_key, side
        from found_people
    ),

    names as (
        select
            folded_3.pair_key,
            folded_3.side,
            folded_3.basis,
            folded_3.name,
            nullif(folded_3.words_3, '') as words,
            case
                when folded_3.basis = 'text'
                then
                    {{ matches_pattern('folded_3.name', '[^0-9_@.-]') }}
                    and not {{ matches_pattern('folded_3.name', '^[^ ]*[0-9][^ ]*$') }}
                    and not {{ matches_pattern('folded_3.name', '^[a-z]{2,4}_[^ ]+$') }}
                    and folded_3.name not like '%@%'
                else folded_3.basis = 'company'
            end as is_company_name
        from folded_3
        left join
            resolved on folded_3.pair_key = resolved.pair_key and folded_3.side = resolved.side
        where folded_3.basis <> 'text' or resolved.pair_key is null
    ),

    domains as (
        select found_companies.pair_key, found_companies.side, companies.domain
        from found_companies
        inner join companies on found_companies.company_key = companies.company_key
        where companies.domain is not null
        union
        select found_people.pair_key, found_people.side, people.company_domain as domain
        from found_people
        inner join people on found_people.person_key = people.person_key
        where people.company_domain is not null
        union
        select
            payer_emails.pair_key,
            'target' as side,
            split_part(payer_emails.email, '@', 2) as domain
        from payer_emails
    ),

    shared_domains as (
        select sources.pair_key, true as is_shared
        from domains as sources
        inner join domains as targets on sources.pair_key = targets.pair_key
        where
            sources.side = 'source' and targets.side = 'target' and sources.domain = targets.domain
        group by sources.pair_key
    ),

    likeness as (
        select
            sources.pair_key,
            bool_or(
                sources.words = targets.words
                and sources.basis <> 'parent'
                and targets.basis not in ('parent', 'employer')
            ) as is_same,
            -- The parent, a part of the name, or nearly the name. Two people with like names say
            -- nothing about the companies.
            bool_or(
                targets.basis <> 'employer'
                and not (sources.basis = 'person' and targets.basis = 'person')
                and (
                    sources.words = targets.words
                    or ' ' || sources.words || ' ' like '% ' || targets.words || ' %'
                    or ' ' || targets.words || ' ' like '% ' || sources.words || ' %'
                    or jaro_winkler_similarity(sources.words, targets.words)
                    >= {{ audit_limit('name_likeness_percent') }} / 100.0
                )
            ) as is_like,
            bool_or(sources.words = targets.words and targets.basis = 'employer') as is_employer,
            bool_or(sources.is_company_name) and bool_or(targets.is_company_name) as are_names
        from names as sources
        inner join names as targets on sources.pair_key = targets.pair_key
        where sources.side = 'source' and targets.side = 'target'
        group by sources.pair_key
    ),

    judged as (
        select
            named.*,
            -- null means one of the two has no id or no name to compare.
            coalesce(
                {{ comparable_id('named.source_text') }} = {{ comparable_id('named.target_text') }},
                false
            )
            or coalesce(likeness.is_same, false)
            or (
                coalesce(likeness.is_employer or shared_domains.is_shared, false)
                and not coalesce(likeness.are_names, false)
            ) as is_same_customer,
            case
                when named.customer_source_position is null
                then 'no export has the column ' || named.customer_source_header
                when named.customer_target_position is null
                then 'no export has the column ' || named.customer_target_header
                when named.source_text is null
                then named.customer_source_header || ' of the source is empty'
                when named.target_text is null
                then named.customer_target_header || ' of the target is empty'
                when not coalesce(likeness.are_names, false)
                then 'no export says which customer the id belongs to'
                when likeness.is_like
                then 'the two names are alike, and nothing says whether they are one customer'
                when shared_domains.is_shared
                then 'the names differ, and the addresses have one domain'
            end as unclear_because
        from named
        left join likeness on named.pair_key = likeness.pair_key
        left join shared_domains on named.pair_key = shared_domains.pair_key
    ),

    final as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            partner_text is not null as is_partner_billed,
            source_text as expected_customer,
            target_text as invoiced_customer,
            case
                when is_same_customer then false when unclear_because is null then true
            end as is_other_customer,
            case when not is_same_customer then unclear_because end as not_judged_because
        from judged
    )

select *
from final
