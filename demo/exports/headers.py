"""Headers of a Salesforce Data Export, in file order and the spelling of the vendor."""

from __future__ import annotations

_AUDIT = "CreatedDate,CreatedById,LastModifiedDate,LastModifiedById,SystemModstamp"


def _address(kind: str) -> str:
    parts = (
        "Street",
        "City",
        "State",
        "PostalCode",
        "Country",
        "StateCode",
        "CountryCode",
        "Latitude",
        "Longitude",
        "GeocodeAccuracy",
    )
    return ",".join(f"{kind}{part}" for part in parts)


_HEADERS = {
    "Lead": (
        "Id,IsDeleted,MasterRecordId,Salutation,FirstName,LastName,MiddleName,Suffix,RecordTypeId,"
        f"Title,Company,{_address('')},Phone,MobilePhone,Fax,Email,Website,Description,LeadSource,"
        "Status,Industry,Rating,CurrencyIsoCode,AnnualRevenue,NumberOfEmployees,OwnerId,"
        "HasOptedOutOfEmail,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,"
        f"ConvertedOpportunityId,IsUnreadByOwner,{_AUDIT},LastActivityDate,DoNotCall,"
        "HasOptedOutOfFax,LastTransferDate,Jigsaw,JigsawContactId,EmailBouncedReason,"
        "EmailBouncedDate,Pronouns,GenderIdentity,UTM_Campaign__c,Event_Date__c,External_Id__c,"
        "Ticker__c,SIC_Code__c"
    ),
    "Contact": (
        "Id,IsDeleted,MasterRecordId,AccountId,Salutation,FirstName,LastName,MiddleName,Suffix,"
        f"RecordTypeId,{_address('Other')},{_address('Mailing')},Phone,Fax,MobilePhone,HomePhone,"
        "OtherPhone,AssistantPhone,ReportsToId,Email,Title,Department,AssistantName,LeadSource,"
        "Birthdate,Description,CurrencyIsoCode,OwnerId,HasOptedOutOfEmail,HasOptedOutOfFax,"
        f"DoNotCall,{_AUDIT},LastActivityDate,LastCURequestDate,LastCUUpdateDate,"
        "EmailBouncedReason,EmailBouncedDate,Jigsaw,JigsawContactId,Pronouns,GenderIdentity"
    ),
    "Account": (
        f"Id,IsDeleted,MasterRecordId,Name,Type,RecordTypeId,ParentId,{_address('Billing')},"
        f"{_address('Shipping')},Phone,Fax,AccountNumber,Website,Sic,Industry,AnnualRevenue,"
        "NumberOfEmployees,Ownership,TickerSymbol,Description,Rating,Site,CurrencyIsoCode,OwnerId,"
        f"{_AUDIT},LastActivityDate,IsExcludedFromRealign,Jigsaw,JigsawCompanyId,AccountSource,"
        "SicDesc,OperatingHoursId"
    ),
    "Opportunity": (
        "Id,IsDeleted,AccountId,IsPrivate,Name,Description,StageName,StageSortOrder,Amount,"
        "Probability,ExpectedRevenue,TotalOpportunityQuantity,CloseDate,Type,NextStep,LeadSource,"
        "IsClosed,IsWon,ForecastCategory,ForecastCategoryName,CurrencyIsoCode,CampaignId,"
        "HasOpportunityLineItem,Pricebook2Id,OwnerId,Territory2Id,IsExcludedFromTerritory2Filter,"
        f"{_AUDIT},LastActivityDate,LastStageChangeDate,FiscalYear,FiscalQuarter,ContactId,"
        "PrimaryPartnerAccountId,SyncedQuoteId,ContractId,LastAmountChangedHistoryId,"
        "LastCloseDateChangedHistoryId"
    ),
    "OpportunityHistory": (
        "Id,OpportunityId,CreatedById,CreatedDate,CreatedDateForInsert,StageName,Amount,"
        "ExpectedRevenue,CloseDate,Probability,FromForecastCategory,ForecastCategory,"
        "PrevForecastUpdate,FromOpportunityStageName,PrevOpportunityStageUpdate,CurrencyIsoCode,"
        "ValidThroughDate,SystemModstamp,IsDeleted,PrevAmount,PrevCloseDate"
    ),
    "Task": (
        "Id,WhoId,WhatId,WhoCount,WhatCount,Subject,ActivityDate,Status,Priority,OwnerId,"
        "Description,CurrencyIsoCode,Type,IsDeleted,AccountId,IsClosed,"
        f"{_AUDIT},IsArchived,EmailMessageId,ActivityOriginType,CallDurationInSeconds,CallType,"
        "CallDisposition,CallObject,ReminderDateTime,IsReminderSet,RecurrenceActivityId,"
        "IsRecurrence,CompletedDateTime"
    ),
    "Event": (
        "Id,WhoId,WhatId,WhoCount,WhatCount,Subject,Location,IsAllDayEvent,ActivityDateTime,"
        "ActivityDate,DurationInMinutes,Description,AccountId,OwnerId,CurrencyIsoCode,Type,"
        f"IsPrivate,ShowAs,IsDeleted,IsChild,IsGroupEvent,GroupEventType,{_AUDIT},IsArchived,"
        "RecurrenceActivityId,IsRecurrence,ReminderDateTime,IsReminderSet,ProposedEventTimeframe"
    ),
    "User": (
        "Id,Username,FirstName,LastName,MiddleName,Suffix,CompanyName,Division,Department,Title,"
        f"{_address('')},Email,SenderEmail,SenderName,Signature,Phone,Fax,MobilePhone,Alias,"
        "CommunityNickname,IsActive,IsSystemControlled,TimeZoneSidKey,UserRoleId,LocaleSidKey,"
        "EmailEncodingKey,DefaultCurrencyIsoCode,CurrencyIsoCode,ProfileId,UserType,UserSubtype,"
        "LanguageLocaleKey,EmployeeNumber,DelegatedApproverId,ManagerId,LastLoginDate,"
        f"LastPasswordChangeDate,{_AUDIT},ForecastEnabled,ContactId,AccountId"
    ),
    "Group": (
        "Id,Name,DeveloperName,RelatedId,Type,Email,OwnerId,DoesSendEmailToMembers,"
        f"DoesIncludeBosses,{_AUDIT}"
    ),
}
SALESFORCE: dict[str, tuple[str, ...]] = {k: tuple(v.split(",")) for k, v in _HEADERS.items()}

_PAYMENTS = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,"
    "Converted Amount Refunded,Converted Currency,Description,Fee,Is Link,Mode,PaymentIntent ID,"
    "Payment Source Type,Refunded date (UTC),Statement Descriptor,Status,Seller Message,"
    "Taxes On Fee,Card ID,Card Name,Card Address Line1,Card Address Line2,Card Address City,"
    "Card Address State,Card Address Country,Card Address Zip,Card AVS Line1 Status,"
    "Card AVS Zip Status,Card Brand,Card CVC Status,Card Exp Month,Card Exp Year,Card Fingerprint,"
    "Card Funding,Card Issue Country,Card Last4,Card Tokenization Method,Customer ID,"
    "Customer Description,Customer Email,Customer Phone,Shipping Name,Shipping Address Line1,"
    "Shipping Address Line2,Shipping Address City,Shipping Address State,Shipping Address Country,"
    "Shipping Address Postal Code,Disputed Amount,Dispute Date (UTC),Dispute Evidence Due (UTC),"
    "Dispute Reason,Dispute Status,Invoice ID,Invoice Number,Checkout Session ID,"
    "Checkout Custom Field 1 Key,Checkout Custom Field 1 Value,Checkout Custom Field 2 Key,"
    "Checkout Custom Field 2 Value,Checkout Custom Field 3 Key,Checkout Custom Field 3 Value,"
    "Checkout Line Item Summary,Checkout Promotional Consent,Checkout Terms of Service Consent,"
    "Client Reference ID,Payment Link ID,UTM Campaign,UTM Content,UTM Medium,UTM Source,UTM Term,"
    "Application Fee,Application ID,Destination,Transfer,Transfer Group"
)
STRIPE_PAYMENTS: tuple[str, ...] = tuple(_PAYMENTS.split(","))
