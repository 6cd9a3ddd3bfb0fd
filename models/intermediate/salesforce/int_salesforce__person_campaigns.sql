-- The campaign that each lead or contact was a member of first, by its name, else by its id.
with
    members as (
        select *
        from {{ ref('stg_salesforce__campaign_member') }}
        where not coalesce(is_deleted, false) and campaign_id is not null
    ),

    campaigns as (select * from {{ ref('stg_salesforce__campaign') }}),

    joined as (
        select system, lead_id as record_id, campaign_id, created_at
        from members
        where lead_id is not null
        union all
        select system, contact_id as record_id, campaign_id, created_at
        from members
        where contact_id is not null
    ),

    first_joined as (
        select system, record_id, campaign_id
        from joined
        qualify
            row_number() over (
                partition by system, record_id order by created_at nulls last, campaign_id
            )
            = 1
    ),

    final as (
        select
            first_joined.system,
            first_joined.record_id,
            coalesce(min(campaigns.name), first_joined.campaign_id) as campaign
        from first_joined
        left join
            campaigns
            on first_joined.system = campaigns.system
            and first_joined.campaign_id = campaigns.record_id
        group by first_joined.system, first_joined.record_id, first_joined.campaign_id
    )

select *
from final
