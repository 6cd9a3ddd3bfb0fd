with
    records as (select * from {{ ref('audit_identity__records') }}),

    own as (select * from records where person_key = identity_key),

    totals as (select greatest(count(*), 2) as identities from own),

    given_counts as (
        select given_name, count(*) as identities
        from own
        where given_name is not null
        group by given_name
    ),

    initial_counts as (
        select substr(given_name, 1, 1) as initial, count(*) as identities
        from own
        where given_name is not null
        group by substr(given_name, 1, 1)
    ),

    family_counts as (
        select family_name, count(*) as identities
        from own
        where family_name is not null
        group by family_name
    ),

    generations as (
        select least(given_name, family_name) || ' ' || greatest(given_name, family_name) as name
        from own
        where generation is not null
        group by least(given_name, family_name) || ' ' || greatest(given_name, family_name)
    ),

    final as (
        select
            own.identity_key,
            own.email_normalised,
            own.work_domain,
            own.is_shared_address,
            own.given_name,
            own.family_name,
            own.middle_initial,
            own.other_family_name,
            own.generation,
            own.is_from_address,
            own.is_unnamed,
            {{ spells_name("split_part(own.email_normalised, '@', 1)", 'own.given_name', 'own.family_name') }}
            as is_named_address,
            case
                when length(own.given_name) > 1 and length(own.family_name) > 1
                then
                    least(own.given_name, own.family_name)
                    || ' '
                    || greatest(own.given_name, own.family_name)
            end as name,
            {{ rarity_bits('given_counts.identities', 'totals.identities') }} as given_bits,
            {{ rarity_bits('initial_counts.identities', 'totals.identities') }} as initial_bits,
            {{ rarity_bits('family_counts.identities', 'totals.identities') }} as family_bits,
            {{ rarity_bits('1', 'totals.identities') }} as total_bits,
            generations.name is not null as has_generations
        from own
        cross join totals
        left join given_counts on own.given_name = given_counts.given_name
        left join initial_counts on substr(own.given_name, 1, 1) = initial_counts.initial
        left join family_counts on own.family_name = family_counts.family_name
        left join
            generations
            on least(own.given_name, own.family_name)
            || ' '
            || greatest(own.given_name, own.family_name)
            = generations.name
    )

select *
from final
