with
    people as (select * from {{ ref('audit_duplicates__people') }}),

    pairs as (
        select * from {{ ref('audit_identity__pairs') }} where band = 'look' and not is_decided
    ),

    members as (select * from {{ ref('audit_identity__members') }}),

    live as (
        select
            people.person_key,
            people.person_id,
            people.system,
            people.object,
            members.identity_number
        from people
        inner join members on people.person_key = members.person_key
        where people.is_live and people.is_survivor
    ),

    -- One row per pair of people and object, not per pair of their records.
    doubtful as (
        select
            greatest(near.person_key, far.person_key) as record_key,
            least(near.person_key, far.person_key) as other_key,
            near.system,
            near.object,
            max(pairs.evidence) as evidence
        from pairs
        inner join live as near on pairs.left_number = near.identity_number
        inner join
            live as far
            on pairs.right_number = far.identity_number
            and near.system = far.system
            and near.object = far.object
        where near.person_id <> far.person_id
        group by
            greatest(near.person_key, far.person_key),
            least(near.person_key, far.person_key),
            near.system,
            near.object
    ),

    final as (
        select
            person_key as record_key,
            survivor_key as other_key,
            system,
            object,
            band,
            'merge' as remedy,
            evidence
        from people
        where is_duplicate and identity_not_judged_because is null
        union all
        select record_key, other_key, system, object, 'look' as band, 'ask' as remedy, evidence
        from doubtful
    )

select *
from final
